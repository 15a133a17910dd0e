# Key and DS come together (RFC 7583 3.3.3).
version: 1
keys:
  - { role: ksk, algorithm: ed25519, roll: double-rrset }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll ksk
+20d            KSK 3 generate, publish, sign, submit-ds
+21d            KSK 3 ds-seen
+22d2h          KSK 1 withdraw-ds, retire, remove
+23d2h          KSK 1 ds-gone
+40d            end
