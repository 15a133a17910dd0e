# The new ZSK signs: the old one takes over again.
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
+20d2h5m        ZSK 3 sign
+20d2h5m        ZSK 2 retire
+20d12h         do abort zsk
+21d3h10m       ZSK 2 sign
+22d4h15m       ZSK 3 retire
+23d5h20m       ZSK 3 remove
+40d            end
