import type { MigrationModule } from "../../subgraphs/shared/migrations";
import { Personnes1700000000101 } from "./0001-personnes";
import { Parcours1700000000102 } from "./0002-parcours";
import { Droits1700000000103 } from "./0003-droits";
import { Lecture1700000000104 } from "./0004-lecture";
import { Caf1700000000105 } from "./0005-caf";
import { Declarations1700000000106 } from "./0006-declarations";
import { Repli1700000000107 } from "./0007-repli";
import { Identite1700000000108 } from "./0008-identite";
import { Orientation1700000000109 } from "./0009-orientation";
import { Portefeuille1700000000110 } from "./0010-portefeuille";
import { DroitsDevoirs1700000000111 } from "./0011-droits-devoirs";
import { Echeances1700000000112 } from "./0012-echeances";
import { Effacement1700000000114 } from "./0014-effacement";
import { Listes1700000000115 } from "./0015-listes";
import { Formulaires1700000000116 } from "./0016-formulaires";
import { CleDuNom1700000000117 } from "./0017-cle-du-nom";
import { Ecarts1700000000118 } from "./0018-ecarts";
import { FusionDesEcartees1700000000119 } from "./0019-fusion-des-ecartees";
import { Instruction1700000000120 } from "./0020-instruction";
import { CleDuNomGardee1700000000121 } from "./0021-cle-du-nom-gardee";
import { ConservationDesRejets1700000000122 } from "./0022-conservation-des-rejets";
import { CodesOrganismes1700000000123 } from "./0023-codes-organismes";
import { SanctionsPartenaire1700000000125 } from "./0025-sanctions-partenaire";
import { AConvoquer1700000000126 } from "./0026-a-convoquer";
import { ObjectifPeriode1700000000127 } from "./0027-objectif-periode";
import { Beneficiaires1700000000128 } from "./0028-beneficiaires";
import { ProfilStatistique1700000000129 } from "./0029-profil-statistique";
import { DonneeServie1700000000130 } from "./0030-donnee-servie";
import { PerimetreUrgence1700000000131 } from "./0031-perimetre-urgence";
import { MutationPubliee1700000000132 } from "./0032-mutation-publiee";
import { CleNir1700000000133 } from "./0033-cle-nir";
import { Murs1700000000134 } from "./0034-murs";
import { Rapprochements1700000000135 } from "./0035-rapprochements";
import { DroitsDesPersonnes1700000000137 } from "./0037-droits-des-personnes";
import { MursDesDemandes1700000000139 } from "./0039-murs-des-demandes";
import { AccesUrgence1700000000140 } from "./0040-acces-urgence";
import { ColonnesMurees1700000000141 } from "./0041-colonnes-murees";
import { ProfilLimite1700000000142 } from "./0042-profil-limite";
import { ALaSource1700000000143 } from "./0043-a-la-source";
import { NumeroRefuse1700000000144 } from "./0044-numero-refuse";

export const allocataires: MigrationModule = {
  schema: "allocataires",
  migrations: [
    Personnes1700000000101,
    Parcours1700000000102,
    Droits1700000000103,
    Lecture1700000000104,
    Caf1700000000105,
    Declarations1700000000106,
    Repli1700000000107,
    Identite1700000000108,
    Orientation1700000000109,
    Portefeuille1700000000110,
    DroitsDevoirs1700000000111,
    Echeances1700000000112,
    Effacement1700000000114,
    Listes1700000000115,
    Formulaires1700000000116,
    CleDuNom1700000000117,
    Ecarts1700000000118,
    FusionDesEcartees1700000000119,
    Instruction1700000000120,
    CleDuNomGardee1700000000121,
    ConservationDesRejets1700000000122,
    CodesOrganismes1700000000123,
    SanctionsPartenaire1700000000125,
    ObjectifPeriode1700000000127,
    Beneficiaires1700000000128,
    ProfilStatistique1700000000129,
    DonneeServie1700000000130,
    AConvoquer1700000000126,
    MutationPubliee1700000000132,
    Murs1700000000134,
    Rapprochements1700000000135,
    DroitsDesPersonnes1700000000137,
    PerimetreUrgence1700000000131,
    AccesUrgence1700000000140,
    MursDesDemandes1700000000139,
    CleNir1700000000133,
    ColonnesMurees1700000000141,
    ProfilLimite1700000000142,
    ALaSource1700000000143,
    NumeroRefuse1700000000144,
  ],
};
