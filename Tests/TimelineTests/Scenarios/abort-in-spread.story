# A spread that is aborted: the old key signs all at once, and the new one leaves by the usual wait.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, spread: 3d }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll zsk
+20d            ZSK 3 generate, publish
+20d2h5m        ZSK 3 sign
+20d2h5m        ZSK 2 retire
+21d            do abort zsk
+21d            ZSK 2 sign
+21d            ZSK 3 retire
+22d1h5m        ZSK 3 remove
+40d            end
