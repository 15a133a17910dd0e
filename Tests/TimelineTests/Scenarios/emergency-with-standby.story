# A standby key takes over without a publication before.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, standby: 1 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+2h5m           ZSK 3 generate, publish
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll zsk emergency
+20d            ZSK 3 sign
+20d            ZSK 2 retire
+21d5m          ZSK 2 remove
+21d1h10m       ZSK 4 generate, publish
+40d            end
