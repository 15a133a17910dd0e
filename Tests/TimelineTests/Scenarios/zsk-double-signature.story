# Both ZSKs sign for a while (RFC 7583 3.2.2).
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, roll: double-signature }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll zsk
+20d            ZSK 3 generate, publish, sign
+21d1h5m        ZSK 2 retire, remove
+40d            end
