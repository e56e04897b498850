package io.ticketflow.process.gate;

import java.util.Set;

/** What a model or table refers to and does not bring along. */
interface Surroundings {

    boolean hasTeam(String name);

    boolean hasSkill(String name);

    /** The variables that a form sets which is deployed already; none for one that is not. */
    Set<String> fieldsOf(String form);
}
