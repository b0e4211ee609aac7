import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Catalogue1700000000201 } from "./0001-catalogue";
import { Prescriptions1700000000202 } from "./0002-prescriptions";
import { Droits1700000000203 } from "./0003-droits";
import { PrestationPubliee1700000000204 } from "./0004-prestation-publiee";
import { EffacementOffre1700000000205 } from "./0005-effacement";
import { OffreRetiree1700000000206 } from "./0006-offre-retiree";
import { FraicheurEtDoublons1700000000207 } from "./0007-fraicheur-et-doublons";
import { Pdie1700000000208 } from "./0008-pdie";
import { Recherche1700000000209 } from "./0009-recherche";
import { Propositions1700000000210 } from "./0010-propositions";
import { VieDesPrescriptions1700000000211 } from "./0011-vie-des-prescriptions";
import { Activites1700000000212 } from "./0012-activites";
import { SuiviDuCatalogue1700000000213 } from "./0013-suivi-du-catalogue";
import { FinancementRetire1700000000214 } from "./0014-financement-retire";
import { SessionsAnnulees1700000000216 } from "./0016-sessions-annulees";
import { FrancaisRequis1700000000217 } from "./0017-francais-requis";
import { IndexationEnMasse1700000000218 } from "./0018-indexation-en-masse";
import { MotsLusVite1700000000219 } from "./0019-mots-lus-vite";
import { StructuresDeLOrganisme1700000000222 } from "./0022-structures-de-l-organisme";
import { JourneeEntiere1700000000224 } from "./0024-journee-entiere";
import { PrevuesDesSessions1700000000225 } from "./0025-prevues-des-sessions";
import { FautesDeFrappe1700000000226 } from "./0026-fautes-de-frappe";
import { OffreStatistique1700000000228 } from "./0028-offre-statistique";
import { MursDeLOffre1700000000229 } from "./0029-murs";

export const offreInsertion: MigrationModule = {
  schema: "offre_insertion",
  migrations: [
    Catalogue1700000000201,
    Prescriptions1700000000202,
    Droits1700000000203,
    PrestationPubliee1700000000204,
    EffacementOffre1700000000205,
    OffreRetiree1700000000206,
    FraicheurEtDoublons1700000000207,
    Pdie1700000000208,
    Recherche1700000000209,
    Propositions1700000000210,
    VieDesPrescriptions1700000000211,
    Activites1700000000212,
    SuiviDuCatalogue1700000000213,
    FinancementRetire1700000000214,
    SessionsAnnulees1700000000216,
    FrancaisRequis1700000000217,
    StructuresDeLOrganisme1700000000222,
    IndexationEnMasse1700000000218,
    MotsLusVite1700000000219,
    JourneeEntiere1700000000224,
    PrevuesDesSessions1700000000225,
    FautesDeFrappe1700000000226,
    OffreStatistique1700000000228,
    MursDeLOffre1700000000229,
  ],
};
