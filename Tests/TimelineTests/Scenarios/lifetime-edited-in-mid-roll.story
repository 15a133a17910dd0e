# A new lifetime counts for the next roll.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, lifetime: 30d }
---
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, lifetime: 60d }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+29d21h55m      ZSK 3 generate, publish
+30d            ZSK 3 sign
+30d            ZSK 2 retire
+30d1h          do policy 2
+31d1h5m        ZSK 2 remove
+89d21h55m      ZSK 4 generate, publish
+90d            ZSK 4 sign
+90d            ZSK 3 retire
+91d1h5m        ZSK 3 remove
+120d           end
