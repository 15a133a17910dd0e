# The safety margins do not count.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do roll ksk emergency
+20d            KSK 3 generate, publish, sign
+20d1h5m        KSK 3 submit-ds
+20d1h5m        KSK 1 withdraw-ds, retire
+21d1h5m        KSK 3 ds-seen
+21d1h5m        KSK 1 ds-gone
+22d2h5m        KSK 1 remove
+40d            end
