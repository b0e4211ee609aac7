import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Contrat1700000000401 } from "./0001-contrat";
import { Projection1700000000402 } from "./0002-projection";
import { Droits1700000000403 } from "./0003-droits";
import { EffacementIndicateurs1700000000404 } from "./0004-effacement";
import { Reunion1700000000405 } from "./0005-reunion";
import { DeuxTemps1700000000406 } from "./0006-deux-temps";
import { Territoires1700000000407 } from "./0007-territoires";
import { Dispositif1700000000409 } from "./0009-dispositif";
import { FaitsDesPartenaires1700000000410 } from "./0010-faits-des-partenaires";
import { Resultats1700000000411 } from "./0011-resultats";
import { Exports1700000000412 } from "./0012-exports";
import { Cohortes1700000000414 } from "./0014-cohortes";
import { ProfilPublie1700000000415 } from "./0015-profil-publie";
import { Zonages1700000000416 } from "./0016-zonages";
import { Mutations1700000000418 } from "./0018-mutations";
import { Finances1700000000419 } from "./0019-finances";
import { ExportsPrepares1700000000420 } from "./0020-exports-prepares";
import { Perimetre1700000000422 } from "./0022-perimetre";

export const indicateurs: MigrationModule = {
  schema: "indicateurs",
  migrations: [
    Contrat1700000000401,
    Projection1700000000402,
    Droits1700000000403,
    EffacementIndicateurs1700000000404,
    Reunion1700000000405,
    DeuxTemps1700000000406,
    Territoires1700000000407,
    Dispositif1700000000409,
    FaitsDesPartenaires1700000000410,
    Resultats1700000000411,
    Exports1700000000412,
    Cohortes1700000000414,
    ProfilPublie1700000000415,
    Zonages1700000000416,
    Mutations1700000000418,
    Finances1700000000419,
    ExportsPrepares1700000000420,
    Perimetre1700000000422,
  ],
};
