# The policy records that a step was put off.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
postponements:
  - { announced: 2020-10-01, role: zsk, phase: sign, until: 2020-11-01, reason: Doubt }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll zsk
+20d            ZSK 3 generate, publish
+21d            waits ZSK 3 sign: hold until +48d11h33m20s
+48d11h33m20s   ZSK 3 sign
+48d11h33m20s   ZSK 2 retire
+49d12h38m20s   ZSK 2 remove
+60d            end
