# The change of algorithm waits for the end of the roll, and says so.
version: 1
keys:
  - { role: ksk, algorithm: ecdsap256sha256 }
  - { role: zsk, algorithm: ecdsap256sha256 }
---
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll zsk
+20d            ZSK 3 generate, publish
+20d1h          do policy 2
+20d1h          waits ZSK - generate: queued
+20d2h5m        ZSK 3 sign
+20d2h5m        ZSK 2 retire
+21d3h10m       ZSK 2 remove
+21d5h15m       KSK 4 generate
+21d5h15m       ZSK 5 generate, sign
+22d6h20m       KSK 4 publish, sign
+22d6h20m       ZSK 5 publish
+22d8h25m       KSK 4 submit-ds
+23d8h25m       KSK 4 ds-seen
+24d10h25m      KSK 1 withdraw-ds, retire
+24d10h25m      ZSK 3 retire
+25d10h25m      KSK 1 ds-gone
+26d12h25m      KSK 1 remove
+26d12h25m      ZSK 3 remove
+60d            end
