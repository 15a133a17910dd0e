# Two people must agree; a refusal takes approvals back, and they expire.
version: 1
keys:
  - { role: ksk, algorithm: ed25519 }
  - { role: zsk, algorithm: ed25519 }
gates:
  - { phase: submit-ds, role: ksk, approve: "2 of [ann, bob, eve]", approval-validity: 5d }
---
+0s             KSK 1 generate, publish, sign
+0s             ZSK 2 generate, publish, sign
+2d             waits KSK 1 submit-ds: approval 0 of 2
+2d             do approve KSK 1 submit-ds by ann
+3d             waits KSK 1 submit-ds: approval 1 of 2
+8d             waits KSK 1 submit-ds: approval 0 of 2
+8d             do approve KSK 1 submit-ds by ann
+9d             do refuse KSK 1 submit-ds by eve
+9d             waits KSK 1 submit-ds: approval 0 of 2
+10d            do approve KSK 1 submit-ds by ann
+11d            do approve KSK 1 submit-ds by bob
+11d            KSK 1 submit-ds
+12d            KSK 1 ds-seen
+20d            end
