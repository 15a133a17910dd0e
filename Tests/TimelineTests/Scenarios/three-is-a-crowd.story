# A second roll waits until the first is over.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll ksk
+20d            KSK 3 generate, publish, sign
+20d2h          do roll ksk
+20d2h5m        KSK 3 submit-ds
+20d2h5m        KSK 1 withdraw-ds, retire
+21d            waits KSK - generate: ds-gone
+21d2h5m        KSK 3 ds-seen
+21d2h5m        KSK 1 ds-gone
+22d4h5m        KSK 1 remove
+22d6h10m       KSK 4 generate, publish, sign
+22d8h15m       KSK 4 submit-ds
+22d8h15m       KSK 3 withdraw-ds, retire
+23d8h15m       KSK 4 ds-seen
+23d8h15m       KSK 3 ds-gone
+24d10h15m      KSK 3 remove
+60d            end
