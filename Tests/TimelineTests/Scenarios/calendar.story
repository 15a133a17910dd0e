# ZSKs change by quarters and slots.
version: 1
calendar: { period: quarter, slots: 9, step: 10d }
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519, calendar: { every: 1 quarter, publish: 9, sign: 1, remove: 2 } }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+5d11h33m20s    ZSK 3 generate, publish
+17d11h33m20s   ZSK 3 sign
+17d11h33m20s   ZSK 2 retire
+27d11h33m20s   ZSK 2 remove
+97d11h33m20s   ZSK 4 generate, publish
+109d11h33m20s  ZSK 4 sign
+109d11h33m20s  ZSK 3 retire
+119d11h33m20s  ZSK 3 remove
+189d11h33m20s  ZSK 5 generate, publish
+199d11h33m20s  ZSK 5 sign
+199d11h33m20s  ZSK 4 retire
+209d11h33m20s  ZSK 4 remove
+250d           end
