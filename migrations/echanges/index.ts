import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Echanges1700000000501 } from "./0001-echanges";
import { DroitsDuJournal1700000000502 } from "./0002-droits-du-journal";
import { FileDEnvoi1700000000503 } from "./0003-file-d-envoi";
import { Abonnements1700000000504 } from "./0004-abonnements";
import { IdentiteAttendue1700000000505 } from "./0005-identite-attendue";
import { Reception1700000000506 } from "./0006-reception";
import { Depots1700000000507 } from "./0007-depots";
import { Inscriptions1700000000509 } from "./0009-inscriptions";
import { Divergences1700000000510 } from "./0010-divergences";
import { DivergenceParFait1700000000511 } from "./0011-divergence-par-fait";
import { LecturesEnEchec1700000000512 } from "./0012-lectures-en-echec";
import { EvenementsDeLaStructure1700000000513 } from "./0013-evenements-de-la-structure";
import { ActivitesDeLaStructure1700000000514 } from "./0014-activites-de-la-structure";
import { QualiteEchange1700000000515 } from "./0015-qualite-echange";
import { MursDesEchanges1700000000516 } from "./0016-murs";
import { Notifications1700000000517 } from "./0017-notifications";
import { RegistreNumerote1700000000518 } from "./0018-registre-numerote";
import { Alertes1700000000520 } from "./0020-alertes";
import { NomDesOrganismes1700000000520 } from "./0020-nom-des-organismes";
import { UrgenceAuRegistre1700000000521 } from "./0021-urgence-au-registre";
import { NotificationsConnues1700000000523 } from "./0023-notifications-connues";

export const echanges: MigrationModule = {
  schema: "echanges",
  migrations: [
    Echanges1700000000501,
    DroitsDuJournal1700000000502,
    FileDEnvoi1700000000503,
    Abonnements1700000000504,
    IdentiteAttendue1700000000505,
    Reception1700000000506,
    Depots1700000000507,
    Inscriptions1700000000509,
    Divergences1700000000510,
    DivergenceParFait1700000000511,
    LecturesEnEchec1700000000512,
    EvenementsDeLaStructure1700000000513,
    ActivitesDeLaStructure1700000000514,
    QualiteEchange1700000000515,
    RegistreNumerote1700000000518,
    NomDesOrganismes1700000000520,
    MursDesEchanges1700000000516,
    Alertes1700000000520,
    UrgenceAuRegistre1700000000521,
    Notifications1700000000517,
    NotificationsConnues1700000000523,
  ],
};
