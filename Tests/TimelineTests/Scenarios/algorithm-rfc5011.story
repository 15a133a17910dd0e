# The same where validators follow by RFC 5011.
version: 1
keys:
  - { role: ksk, algorithm: ecdsap256sha256, rfc5011: {} }
  - { role: zsk, algorithm: ecdsap256sha256 }
---
version: 1
keys:
  - { role: ksk, algorithm: ed25519, rfc5011: {} }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+60d            do policy 2
+60d            KSK 3 generate
+60d            ZSK 4 generate, sign
+61d1h5m        KSK 3 publish, sign
+61d1h5m        ZSK 4 publish
+61d3h10m       KSK 3 submit-ds
+62d3h10m       KSK 3 ds-seen
+91d4h10m       KSK 1 withdraw-ds, retire
+91d4h10m       ZSK 2 retire
+92d4h10m       KSK 1 ds-gone
+93d6h10m       KSK 1 revoke
+123d6h10m      KSK 1 remove
+123d6h10m      ZSK 2 remove
+200d           end
