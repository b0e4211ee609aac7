import { buildFederatedSchema } from "../shared/federation";
import { resolverContainer, type SubgraphModule } from "../shared/module";
import { classes } from "./classes";
import { CohortesResolver } from "./cohorte/cohortes.graphql";
import { ComparerResolver } from "./cohorte/comparer.graphql";
import { CreerCohorteResolver } from "./cohorte/creer-cohorte.graphql";
import { DevenirResolver } from "./cohorte/devenir.graphql";
import { ControlesResolver } from "./contrat/controle/controles.graphql";
import { DonneeResolver } from "./contrat/donnee/donnee.graphql";
import { FeuilleDeRouteResolver } from "./contrat/feuille/feuille.graphql";
import { SaisirAvancementResolver } from "./contrat/feuille/saisir-avancement.graphql";
import { OfficielResolver } from "./contrat/recu/resultat-officiel.graphql";
import { AttendusResolver } from "./contrat/resultat/attendus.graphql";
import { HistoriqueResolver } from "./contrat/resultat/historique.graphql";
import { SaisirResultatResolver } from "./contrat/resultat/saisir-resultat.graphql";
import { ValiderResultatResolver } from "./contrat/resultat/valider-resultat.graphql";
import { SuiviResolver } from "./contrat/suivi.graphql";
import { ExportResolver } from "./export/export.graphql";
import { FinanceResolver } from "./finance/finance.graphql";
import { SaisirFinanceResolver } from "./finance/saisir-finance.graphql";
import { AllocataireCompte } from "./lignage/allocataire.ref";
import { LignageDeMesure, PersonnesDuLignage } from "./lignage/lignage.graphql";
import { ActuelleResolver } from "./mesure/actuelle.graphql";
import { DefinitionResolver } from "./mesure/definition.graphql";
import { IndicateurResolver } from "./mesure/indicateur.graphql";
import { TerritoiresResolver } from "./territoire/territoires.graphql";

export const sousGraphe: SubgraphModule = {
  name: "indicateurs",
  schema: "indicateurs",
  entities: [],
  counts: true,
  build: (dependances) =>
    buildFederatedSchema({
      classes,
      resolvers: [
        DefinitionResolver,
        IndicateurResolver,
        ActuelleResolver,
        LignageDeMesure,
        PersonnesDuLignage,
        TerritoiresResolver,
        SuiviResolver,
        SaisirResultatResolver,
        ValiderResultatResolver,
        HistoriqueResolver,
        OfficielResolver,
        FinanceResolver,
        SaisirFinanceResolver,
        AttendusResolver,
        ControlesResolver,
        FeuilleDeRouteResolver,
        SaisirAvancementResolver,
        DonneeResolver,
        CohortesResolver,
        CreerCohorteResolver,
        ComparerResolver,
        DevenirResolver,
        ExportResolver,
      ],
      orphanedTypes: [AllocataireCompte],
      container: resolverContainer(dependances),
    }),
};
