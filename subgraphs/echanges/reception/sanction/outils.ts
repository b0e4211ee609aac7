import type { Clock } from "../../../shared/clock";
import type { FranceTravail } from "../../france-travail/api";
import type { ActiviteRecue } from "../activite/activite";
import type { FaitsDuHub } from "../fait-recu";
import type { Ensuite } from "../message-recu";
import type { Reception } from "../recevoir";
import type { PropositionASuivre } from "./suite.repository";

/** What the reading of sanctions works with. */
export interface OutilsDesSanctions {
  api: FranceTravail;
  hub: FaitsDuHub;
  reception: Reception;
  activites: {
    aTraiter(departement: string, famille: string, le: Date): Promise<ActiviteRecue[]>;
    parIdentifiant(departement: string, identifiant: string, le: Date): Promise<ActiviteRecue | null>;
    noter(tx: Parameters<Ensuite>[0], departement: string, activite: string, issue: Parameters<Ensuite>[1], le: Date): Promise<unknown>;
  };
  suites: {
    aSuivre(departement: string, le: Date): Promise<PropositionASuivre[]>;
    decideeParLeDepartement(departement: string, consequence: string, le: Date): Promise<string | null>;
  };
  clock: Clock;
}
