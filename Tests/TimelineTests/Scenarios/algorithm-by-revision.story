# A change of algorithm that was set beforehand.
version: 1
keys:
  - { role: ksk, algorithm: ecdsap256sha256 }
  - { role: zsk, algorithm: ecdsap256sha256 }
revisions:
  - from: 2020-11-01
    keys:
      - { role: ksk, algorithm: ed25519 }
      - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+48d11h33m20s   KSK 3 generate
+48d11h33m20s   ZSK 4 generate, sign
+49d12h38m20s   KSK 3 publish, sign
+49d12h38m20s   ZSK 4 publish
+49d14h43m20s   KSK 3 submit-ds
+50d14h43m20s   KSK 3 ds-seen
+51d16h43m20s   KSK 1 withdraw-ds, retire
+51d16h43m20s   ZSK 2 retire
+52d16h43m20s   KSK 1 ds-gone
+53d18h43m20s   KSK 1 remove
+53d18h43m20s   ZSK 2 remove
+90d            end
