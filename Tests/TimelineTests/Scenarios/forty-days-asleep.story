# Nothing is skipped: what was late is late.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, lifetime: 30d }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+29d            do sleep 40d
+69d            ZSK 3 generate, publish
+69d2h5m        ZSK 3 sign
+69d2h5m        ZSK 2 retire
+70d3h10m       ZSK 2 remove
+99d            ZSK 4 generate, publish
+99d2h5m        ZSK 4 sign
+99d2h5m        ZSK 3 retire
+100d3h10m      ZSK 3 remove
+110d           end
