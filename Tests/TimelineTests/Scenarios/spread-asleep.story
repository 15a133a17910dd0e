# A daemon that slept past the end of the spread replaces all signatures at once, and counts from then.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, spread: 3d }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll zsk
+20d            ZSK 3 generate, publish
+20d2h5m        ZSK 3 sign
+20d2h5m        ZSK 2 retire
+21d            do sleep 9d
+31d1h5m        ZSK 2 remove
+40d            end
