package io.ticketflow.process.gate;

import java.util.Set;

/** Things to which a model or table refers and that are not in the deployment. */
interface Surroundings {

    boolean hasTeam(String name);

    boolean hasSkill(String name);

    /** The variables that an already deployed form sets; empty if it is not deployed. */
    Set<String> fieldsOf(String form);
}
