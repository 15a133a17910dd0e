# A spare KSK is known to all validators before it is needed.
version: 1
keys:
  - { role: ksk, algorithm: ed25519, rfc5011: {}, standby: 1 }
  - { role: zsk, algorithm: ed25519 }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+2h5m           KSK 3 generate, publish
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+60d            do roll ksk
+60d            KSK 3 sign
+60d2h5m        KSK 3 submit-ds
+60d2h5m        KSK 1 withdraw-ds
+61d2h5m        KSK 3 ds-seen
+61d2h5m        KSK 1 ds-gone
+62d4h5m        KSK 1 retire
+62d6h10m       KSK 1 revoke
+92d6h10m       KSK 1 remove
+92d8h15m       KSK 4 generate, publish
+200d           end
