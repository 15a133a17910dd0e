# Signing of the new key waits on an operator's word.
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
+20d1h          do hold ZSK 3 sign
+30d            waits ZSK 3 sign: hold
+30d            do release
+30d            ZSK 3 sign
+30d            ZSK 2 retire
+31d1h5m        ZSK 2 remove
+40d            end
