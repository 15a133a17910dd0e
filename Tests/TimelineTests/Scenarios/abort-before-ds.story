# The DS of the new KSK was not asked for yet.
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
+20d1h          do abort ksk
+20d1h          KSK 3 retire, remove
+40d            end
