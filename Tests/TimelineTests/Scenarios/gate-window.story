# A step waits for office hours.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
gates:
  - { phase: submit-ds, role: ksk, windows: [ Tue-Thu 09:00-15:00 Europe/Prague ] }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d18h33m20s    KSK 1 submit-ds
+2d             end
+2d18h33m20s    KSK 1 ds-seen
+5d             end
