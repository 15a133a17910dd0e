# The DS comes first (RFC 7583 3.3.2).
version: 1
keys:
  - { role: ksk, algorithm: ed25519, roll: double-ds }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll ksk
+20d            KSK 3 generate, submit-ds
+21d            KSK 3 ds-seen
+22d2h          KSK 3 publish, sign
+22d2h          KSK 1 retire, remove
+22d4h5m        KSK 1 withdraw-ds
+23d4h5m        KSK 1 ds-gone
+40d            end
