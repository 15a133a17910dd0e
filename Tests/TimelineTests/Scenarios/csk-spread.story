# One key for all: its signatures are replaced over three days, while the parent swaps the DS.
version: 1
keys:
  - { role: csk, algorithm: ed25519, roll: pre-publication, spread: 3d }
---
+0s             CSK 1 generate, publish, sign
+1d1h5m         CSK 1 submit-ds
+2d1h5m         CSK 1 ds-seen
+20d            do roll csk
+20d            CSK 2 generate, publish
+20d2h5m        CSK 2 sign, submit-ds
+20d2h5m        CSK 1 withdraw-ds, retire
+21d2h5m        CSK 2 ds-seen
+21d2h5m        CSK 1 ds-gone
+22d4h5m        waits CSK 1 remove: time until +24d3h10m
+24d3h10m       CSK 1 remove
+40d            end
