# Half-way to insecure the operator wants to stay secure, with another algorithm.
version: 1
keys:
  - { role: ksk, algorithm: ecdsap256sha256 }
  - { role: zsk, algorithm: ecdsap256sha256 }
---
version: 1
keys: none
---
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do policy 2
+20d            KSK 1 withdraw-ds, retire
+20d            ZSK 2 retire
+21d            KSK 1 ds-gone
+21d12h         do policy 3
+21d12h         KSK 3 generate
+21d12h         ZSK 4 generate, sign
+22d2h          KSK 1 remove
+22d2h          ZSK 2 remove
+22d4h5m        KSK 3 publish, sign
+22d4h5m        ZSK 4 publish
+23d5h10m       KSK 3 submit-ds
+24d5h10m       KSK 3 ds-seen
+60d            end
