import type { Caller } from "../../shared/identity";

/** Client under which the register says that something was told to France Travail, and under which what France Travail says is written. */
export const CLIENT_FRANCE_TRAVAIL = "si-plateforme-france-travail";

/** Who reads when the hub tells France Travail something, as the register of consultations names it. */
export const lecteurPlateforme = (departement: string): Caller => ({
  client: CLIENT_FRANCE_TRAVAIL,
  departement,
  organisme: null,
  agent: null,
  scopes: new Set(),
  finalite: "ACCOMPAGNEMENT",
});
