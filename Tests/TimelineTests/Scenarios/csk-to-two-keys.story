# A CSK gives way to KSK and ZSK.
version: 1
keys:
  - { role: csk, algorithm: ed25519 }
---
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
---
+0s             CSK 1 generate, publish, sign
+1d1h5m         CSK 1 submit-ds
+2d1h5m         CSK 1 ds-seen
+20d            do policy 2
+20d            KSK 2 generate, publish, sign
+20d            ZSK 3 generate, publish, sign
+20d2h5m        KSK 2 submit-ds
+21d2h5m        KSK 2 ds-seen
+22d4h5m        CSK 1 withdraw-ds, retire
+23d4h5m        CSK 1 ds-gone
+24d6h5m        CSK 1 remove
+40d            end
