# The parent drops the DS by itself: it is asked to show it again, and nothing else moves.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do parent drops KSK 1
+20d            KSK 1 ds-gone, submit-ds
+21d            KSK 1 ds-seen
+40d            end
