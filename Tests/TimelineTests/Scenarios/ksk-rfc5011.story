# Validators follow by RFC 5011: a hold-down before, a revocation after.
version: 1
keys:
  - { role: ksk, algorithm: ed25519, rfc5011: {} }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+60d            do roll ksk
+60d            KSK 3 generate, publish
+90d3h5m        KSK 3 sign
+90d5h10m       KSK 3 submit-ds
+90d5h10m       KSK 1 withdraw-ds
+91d5h10m       KSK 3 ds-seen
+91d5h10m       KSK 1 ds-gone
+92d7h10m       KSK 1 retire
+92d9h15m       KSK 1 revoke
+122d9h15m      KSK 1 remove
+200d           end
