package io.ticketflow.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An account with the data that the sign-in needs. Only the module identity uses it, which {@code ArchitectureTests} checks. */
public interface SignInAccount {

    UUID id();

    String handle();

    String email();

    String fullName();

    boolean isActive();

    boolean isEmailVerified();

    /** Whether the person has confirmed this address or a former one. */
    boolean wasEverVerified();

    @Nullable
    Instant lastLoginAt();

    @Nullable
    String passwordHash();

    boolean isMfaEnabled();

    byte @Nullable [] mfaSecret();

    long mfaLastStep();

    void setPasswordHash(String passwordHash);

    void verifyEmail();

    /** Counts once it is enabled. */
    void setMfaSecret(byte[] secret);

    void enableMfa();

    void disableMfa();

    /** No code of this step or an earlier one is taken again. */
    void mfaStepUsed(long step);
}
