import io.ticketflow.client.ApiClient;
import io.ticketflow.client.ApiException;
import io.ticketflow.client.api.*;
import io.ticketflow.client.model.*;

/** One ticket's life by a client that nobody wrote: create, comment, attach, resolve. Fails when the document and the server differ. */
public final class Tour {}
