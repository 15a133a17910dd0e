# keyturn: `make demo` and `make test` are all the set-up there is; `make help` lists the rest.

PREFIX     = /usr/local
DESTDIR    =
bindir     = $(PREFIX)/bin
libdir     = $(PREFIX)/lib
datadir    = $(PREFIX)/share
docdir     = $(datadir)/doc/keyturn
# Not below PREFIX: keyturnd looks for its configuration in /etc/keyturn.
sysconfdir = /etc

SWIFT   = swift
INSTALL = install
# Names in the largest zone that `make bench` makes, and what else keyturn-bench is to be told.
N       = 100000
BENCH   =

# Policies that `make trials` draws.
TRIALS  = 2000
# Zones that `make bench-zones` makes.
ZONES   = 100000

# No module may import what Package.swift does not say.
CHECKS  = --explicit-target-dependency-import-check error
# No Swift runtime on the machine that runs keyturn.
RELEASE = -c release --static-swift-stdlib $(CHECKS)

release  = .build/release
programs = keyturn keyturnd

.PHONY: build tool demo test trials lint bench bench-zones instructions bench-program install uninstall clean help packages \
    test-packages

build: tool
	@sh .ci/quiet "Building keyturnd; the first time takes a few minutes." \
	    $(SWIFT) build $(RELEASE) --product keyturnd

tool: packages
	@sh .ci/quiet "Building keyturn; the first time takes a few minutes." \
	    $(SWIFT) build $(RELEASE) --product keyturn

demo: build
	@sh Tests/Demo/demo.sh $(release)

# Warnings are errors (Package.swift), so a build that ends well has none. The tool is there for the count of its instructions.
test: test-packages lint tool
	@sh .ci/quiet "Building the tests; the first time takes several minutes." \
	    $(SWIFT) build $(CHECKS) --build-tests
	@sh .ci/test $(SWIFT) test $(CHECKS) --skip-build --disable-xctest

# The random tests of `make test`, with as many policies as there is no time for at each change.
trials: test-packages
	@sh .ci/quiet "Building the tests; the first time takes several minutes." \
	    $(SWIFT) build $(CHECKS) --build-tests
	CI=true KEYTURN_TRIALS=$(TRIALS) $(SWIFT) test $(CHECKS) --skip-build --disable-xctest \
	    --filter 'RandomPolicyTests|no proof is refuted'

lint:
	@echo "Checking the style."
	@$(SWIFT) format lint --strict --parallel --recursive Sources Tests Package.swift

bench: bench-program
	$(release)/keyturn-bench --names $(N) --keyturn $(release)/keyturn --json .build/bench.json $(BENCH)

# What Tests/InstructionTests holds against its bars.
instructions: bench-program
	$(release)/keyturn-bench instructions --keyturn $(release)/keyturn

bench-program: tool
	@sh .ci/packages bench
	$(SWIFT) build $(RELEASE) --product keyturn-bench

bench-zones: build
	@sh .ci/packages bench
	@sh Tests/Benchmarks/ManyZones/bench.sh $(release) $(ZONES)

packages:
	@sh .ci/packages build

test-packages: packages
	@sh .ci/packages test

# What an operator may have changed, the policies in /etc, is never written over.
install:
	@test -x $(release)/keyturn && test -x $(release)/keyturnd || { echo "run 'make' first" >&2; exit 1; }
	$(INSTALL) -d $(DESTDIR)$(bindir) $(DESTDIR)$(docdir) $(DESTDIR)$(libdir)/systemd/system \
	    $(DESTDIR)$(libdir)/sysusers.d $(DESTDIR)$(libdir)/tmpfiles.d $(DESTDIR)$(sysconfdir)/keyturn/policies
	$(INSTALL) -s -m 755 $(programs:%=$(release)/%) $(DESTDIR)$(bindir)
	sed 's|/usr/bin/keyturnd|$(bindir)/keyturnd|; s|/usr/share/doc/keyturn|$(docdir)|' \
	    systemd/keyturnd.service > $(DESTDIR)$(libdir)/systemd/system/keyturnd.service
	chmod 644 $(DESTDIR)$(libdir)/systemd/system/keyturnd.service
	$(INSTALL) -m 644 systemd/keyturn.sysusers $(DESTDIR)$(libdir)/sysusers.d/keyturn.conf
	$(INSTALL) -m 644 systemd/keyturn.tmpfiles $(DESTDIR)$(libdir)/tmpfiles.d/keyturn.conf
	@for file in Policies/*.yaml; do \
	    to=$(DESTDIR)$(sysconfdir)/keyturn/policies/$${file##*/}; \
	    if [ ! -e $$to ]; then $(INSTALL) -v -m 644 $$file $$to; \
	    elif ! cmp -s $$file $$to; then $(INSTALL) -v -m 644 $$file $$to.new; fi; \
	done
	$(INSTALL) -m 644 README.md CHANGELOG.md LICENSE Documentation/*.md Documentation/*.svg $(DESTDIR)$(docdir)
	@for shell in bash:bash-completion/completions/keyturn zsh:zsh/site-functions/_keyturn \
	    fish:fish/vendor_completions.d/keyturn.fish; do \
	    to=$(DESTDIR)$(datadir)/$${shell#*:}; $(INSTALL) -d $${to%/*}; \
	    $(release)/keyturn --generate-completion-script $${shell%%:*} > $$to || exit 1; \
	done
	@test -n "$(DESTDIR)" || sh .ci/after-install $(sysconfdir)/keyturn

# Configuration, keys and state stay: they belong to the operator.
uninstall:
	rm -f $(programs:%=$(DESTDIR)$(bindir)/%) $(DESTDIR)$(libdir)/systemd/system/keyturnd.service \
	    $(DESTDIR)$(libdir)/sysusers.d/keyturn.conf $(DESTDIR)$(libdir)/tmpfiles.d/keyturn.conf \
	    $(DESTDIR)$(datadir)/bash-completion/completions/keyturn \
	    $(DESTDIR)$(datadir)/zsh/site-functions/_keyturn \
	    $(DESTDIR)$(datadir)/fish/vendor_completions.d/keyturn.fish
	rm -rf $(DESTDIR)$(docdir)
	@echo "Left in place: $(sysconfdir)/keyturn and /var/lib/keyturn, with your policies, keys and state."

clean:
	rm -rf .build demo

help:
	@echo "make            build the programs into $(release)/"
	@echo "make demo       build, sign the sample zones, and watch keys roll in a daemon of its own"
	@echo "make test       lint and run all tests, also against BIND, Knot DNS, NSD and ldns"
	@echo "make trials     hold TRIALS=$(TRIALS) random policies against proofs, and 40 against unbound and BIND (half an hour)"
	@echo "make lint       only check the style"
	@echo "make bench      measure on zones of up to N=$(N) names, beside other signers (forty minutes;"
	@echo "                N=1000000 takes hours; BENCH='--only sign' chooses, BENCH=--help tells more)"
	@echo "make bench-zones  carry ZONES=$(ZONES) small zones in one daemon, and measure"
	@echo "make instructions  count those of small cases, for the bars in Tests/InstructionTests"
	@echo "make install    put all in place (PREFIX=$(PREFIX), DESTDIR=$(DESTDIR))"
	@echo "make uninstall  take it away again, but not configuration, keys and state"
	@echo "make clean      remove what was built"
	@echo "demo and test install the Debian packages that they need, and say so."
