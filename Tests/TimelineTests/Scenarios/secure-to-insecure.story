# The DS goes first; the signatures stay until no cache holds it (RFC 8078 4).
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
---
version: 1
keys: none
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do policy 2
+20d            waits KSK 1 ds-gone: ds-gone
+20d            KSK 1 withdraw-ds, retire
+20d            ZSK 2 retire
+21d            KSK 1 ds-gone
+22d2h          KSK 1 remove
+22d2h          ZSK 2 remove
+40d            end
