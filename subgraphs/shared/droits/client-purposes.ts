import type { RegistreClients } from "../clients/registre-clients";
import { InvalidTokenError, type TokenVerifier } from "../token";

/** Refuses a token that carries a purpose its client is not registered for: an issuer that gives too much opens nothing.
 * Errors: InvalidTokenError, besides those of `verifier`. */
export const withRegisteredPurposes = (verifier: TokenVerifier, clients: Pick<RegistreClients, "client">): TokenVerifier => ({
  async verify(authorization, certificat) {
    const caller = await verifier.verify(authorization, certificat);
    if (caller === null || caller.finalite === null) return caller;
    const { finalites } = clients.client(caller.client);
    if (finalites === null || finalites.includes(caller.finalite)) return caller;
    throw new InvalidTokenError(
      `Le client du jeton n’est pas enregistré pour la finalité ${caller.finalite} : demandez-la à qui tient le registre des clients.`,
    );
  },
});
