# Named keys change on fixed dates.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - role: zsk
    algorithm: ed25519
    known:
      - name: ZSK-A
      - { name: ZSK-B, publish: 2020-10-10, sign: 2020-11-01T16:00:00Z, remove: 2020-12-01 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+26d11h33m20s   ZSK 3 generate, publish
+49d3h33m20s    ZSK 3 sign
+49d3h33m20s    ZSK 2 retire
+50d4h38m20s    ZSK 2 remove
+120d           end
