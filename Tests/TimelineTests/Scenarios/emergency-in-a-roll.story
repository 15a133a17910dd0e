# A roll that is under way goes on without margins and dates.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, lifetime: 30d }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+29d21h55m      ZSK 3 generate, publish
+29d22h         do roll zsk emergency
+29d23h         ZSK 3 sign
+29d23h         ZSK 2 retire
+30d23h5m       ZSK 2 remove
+36d            end
