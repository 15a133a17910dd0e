# An emergency takes the signatures that are left of the old key away at once.
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
+21d            do roll zsk emergency
+22d1h5m        ZSK 4 generate, publish
+22d1h5m        ZSK 2 remove
+22d2h10m       ZSK 4 sign
+22d2h10m       ZSK 3 retire
+23d2h15m       ZSK 3 remove
+40d            end
