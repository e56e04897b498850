package io.ticketflow.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/** Ends the browser session of somebody whose account has ended, at the next click. */
public final class ActiveAccountFilter extends OncePerRequestFilter {

    private final Directory directory;
    private final SecurityContextLogoutHandler logout = new SecurityContextLogoutHandler();

    public ActiveAccountFilter(Directory directory) {
        this.directory = directory;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication != null
                && authentication.getPrincipal() instanceof SignedIn signedIn
                && directory.find(signedIn.userId()).filter(Person::active).isEmpty()) {
            logout.logout(request, response, authentication);
        }
        chain.doFilter(request, response);
    }
}
