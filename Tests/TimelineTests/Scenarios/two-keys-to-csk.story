# KSK and ZSK give way to a CSK.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
---
version: 1
keys:
  - { role: csk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do policy 2
+20d            CSK 3 generate, publish, sign
+20d2h5m        CSK 3 submit-ds
+21d2h5m        CSK 3 ds-seen
+22d4h5m        KSK 1 withdraw-ds, retire
+22d4h5m        ZSK 2 retire
+23d4h5m        KSK 1 ds-gone
+23d5h10m       ZSK 2 remove
+24d6h5m        KSK 1 remove
+40d            end
