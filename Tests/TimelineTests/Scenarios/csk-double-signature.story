# One key for all, both sign.
version: 1
keys:
  - { role: csk, algorithm: ed25519, roll: double-signature }
---
+0s             CSK 1 generate, publish, sign
+1d1h5m         CSK 1 submit-ds
+2d1h5m         CSK 1 ds-seen
+20d            do roll csk
+20d            CSK 2 generate, publish, sign
+21d1h5m        CSK 2 submit-ds
+21d1h5m        CSK 1 withdraw-ds, retire
+22d1h5m        CSK 2 ds-seen
+22d1h5m        CSK 1 ds-gone
+23d3h5m        CSK 1 remove
+40d            end
