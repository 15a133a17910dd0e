# The new ZSK is not used yet: it goes.
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
+20d1h          do abort zsk
+20d1h          ZSK 3 retire, remove
+40d            end
