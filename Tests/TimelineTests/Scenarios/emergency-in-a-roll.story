# A roll that is under way goes on without margins and dates.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, lifetime: 30d }
---
+29d22h         do roll zsk emergency
+36d            end
