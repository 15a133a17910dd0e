# Signatures, then keys, then DS; and back in the other order (RFC 6781 4.1.4).
version: 1
keys:
  - { role: ksk, algorithm: ecdsap256sha256 }
  - { role: zsk, algorithm: ecdsap256sha256 }
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
+20d            KSK 3 generate
+20d            ZSK 4 generate, sign
+21d1h5m        KSK 3 publish, sign
+21d1h5m        ZSK 4 publish
+21d3h10m       KSK 3 submit-ds
+22d3h10m       KSK 3 ds-seen
+23d5h10m       KSK 1 withdraw-ds, retire
+23d5h10m       ZSK 2 retire
+24d5h10m       KSK 1 ds-gone
+25d7h10m       KSK 1 remove
+25d7h10m       ZSK 2 remove
+40d            end
