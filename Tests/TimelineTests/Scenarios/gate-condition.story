# The old DS goes only once the parent shows the new DS.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
gates:
  - { phase: withdraw-ds, role: ksk, conditions: [ ds-seen ] }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+1d1h5m         KSK 1 submit-ds
+2d1h5m         KSK 1 ds-seen
+20d            do parent-delay 5d
+20d            do roll ksk
+20d            KSK 3 generate, publish, sign
+20d2h5m        KSK 3 submit-ds
+20d2h5m        KSK 1 retire
+22d            waits KSK 1 withdraw-ds: condition ds-seen
+25d2h5m        KSK 3 ds-seen
+25d2h5m        KSK 1 withdraw-ds
+30d2h5m        KSK 1 ds-gone
+31d4h5m        KSK 1 remove
+60d            end
