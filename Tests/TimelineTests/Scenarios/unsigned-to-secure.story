# The DS comes once every cache has a signed zone.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+3h             waits KSK 1 submit-ds: time until +1d1h5m
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+5d             end
