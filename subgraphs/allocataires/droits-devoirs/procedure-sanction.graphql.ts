import { Arg, Directive, Float, ID, Int, Mutation, Resolver } from "type-graphql";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { NatureSanction } from "../enums.graphql";
import { refus } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { SanctionType } from "./sanction.graphql";

const resultat = (name: string) => resultatOuRefus(name, SanctionType, "Sanction");
const ProposerSanctionResultat = resultat("ProposerSanctionResultat");
const RecueillirObservationsResultat = resultat("RecueillirObservationsResultat");
const EnregistrerAvisEquipeResultat = resultat("EnregistrerAvisEquipeResultat");
const DeciderSanctionResultat = resultat("DeciderSanctionResultat");
const LeverSanctionResultat = resultat("LeverSanctionResultat");
const AnnulerSanctionResultat = resultat("AnnulerSanctionResultat");
const CLE = { nullable: true, description: "Clé d’idempotence." } as const;
const FERME = "Pas encore ouvert : refus NON_DISPONIBLE.";

/** The procedure of sanction is in the contract and not open yet: every step answers a typed refusal, and nothing is written. */
@Resolver()
export class ProcedureDeSanction {
  @Directive('@requiresScopes(scopes: [["sanction.proposer"]])')
  @Mutation(() => ProposerSanctionResultat, { description: `Propose une sanction. ${FERME}` })
  proposerSanction(
    @Arg("manquement", () => ID, { description: "Manquement à l’origine." }) _manquement: string,
    @Arg("nature", () => NatureSanction, { description: "Suspension ou suppression." }) _nature: string,
    @Arg("motif", () => String, { description: "Motif." }) _motif: string,
    @Arg("quotitePourcent", () => Float, { nullable: true, description: "Part du RSA, de 0 à 100." }) _quotite: number | null,
    @Arg("dureeMois", () => Int, { nullable: true, description: "Durée, en mois." }) _duree: number | null,
    @Arg("cleIdempotence", () => String, CLE) _cle: string | null,
  ): Refus {
    return refus("NON_DISPONIBLE");
  }

  @Directive('@requiresScopes(scopes: [["sanction.instruire"]])')
  @Mutation(() => RecueillirObservationsResultat, { description: `Enregistre les observations de la personne. ${FERME}` })
  recueillirObservations(
    @Arg("sanction", () => ID, { description: "Procédure." }) _sanction: string,
    @Arg("recuesLe", () => DateScalar, { description: "Jour de réception." }) _recuesLe: string,
    @Arg("assistee", () => Boolean, { description: "Vrai si la personne était assistée." }) _assistee: boolean,
    @Arg("motifLegitime", () => Boolean, { description: "Vrai si un motif légitime est reconnu." }) _motifLegitime: boolean,
    @Arg("cleIdempotence", () => String, CLE) _cle: string | null,
  ): Refus {
    return refus("NON_DISPONIBLE");
  }

  @Directive('@requiresScopes(scopes: [["sanction.instruire"]])')
  @Mutation(() => EnregistrerAvisEquipeResultat, { description: `Enregistre l’avis de l’équipe pluridisciplinaire. ${FERME}` })
  enregistrerAvisEquipe(
    @Arg("sanction", () => ID, { description: "Procédure." }) _sanction: string,
    @Arg("le", () => DateScalar, { description: "Jour de l’avis." }) _le: string,
    @Arg("favorable", () => Boolean, { description: "Vrai si l’avis est favorable à la sanction." }) _favorable: boolean,
    @Arg("cleIdempotence", () => String, CLE) _cle: string | null,
  ): Refus {
    return refus("NON_DISPONIBLE");
  }

  @Directive('@requiresScopes(scopes: [["sanction.decider"]])')
  @Mutation(() => DeciderSanctionResultat, { description: `Décide d’une sanction (CASF L. 262-37). ${FERME}` })
  deciderSanction(
    @Arg("sanction", () => ID, { description: "Procédure." }) _sanction: string,
    @Arg("accepter", () => Boolean, { description: "Vrai pour sanctionner." }) _accepter: boolean,
    @Arg("motif", () => String, { description: "Motif." }) _motif: string,
    @Arg("decideeLe", () => DateScalar, { nullable: true, description: "Jour de la décision." }) _decideeLe: string | null,
    @Arg("quotitePourcent", () => Float, { nullable: true, description: "Part du RSA, de 0 à 100." }) _quotite: number | null,
    @Arg("dureeMois", () => Int, { nullable: true, description: "Durée, en mois." }) _duree: number | null,
    @Arg("debut", () => DateScalar, { nullable: true, description: "Premier jour." }) _debut: string | null,
    @Arg("cleIdempotence", () => String, CLE) _cle: string | null,
  ): Refus {
    return refus("NON_DISPONIBLE");
  }

  @Directive('@requiresScopes(scopes: [["sanction.decider"]])')
  @Mutation(() => LeverSanctionResultat, { description: `Lève une sanction après remobilisation. ${FERME}` })
  leverSanction(
    @Arg("sanction", () => ID, { description: "Procédure." }) _sanction: string,
    @Arg("remobilisationLe", () => DateScalar, { description: "Jour de la remobilisation." }) _remobilisationLe: string,
    @Arg("motif", () => String, { description: "Motif." }) _motif: string,
    @Arg("cleIdempotence", () => String, CLE) _cle: string | null,
  ): Refus {
    return refus("NON_DISPONIBLE");
  }

  @Directive('@requiresScopes(scopes: [["sanction.decider"]])')
  @Mutation(() => AnnulerSanctionResultat, { description: `Annule une sanction. ${FERME}` })
  annulerSanction(
    @Arg("sanction", () => ID, { description: "Procédure." }) _sanction: string,
    @Arg("motif", () => String, { description: "Motif." }) _motif: string,
    @Arg("cleIdempotence", () => String, CLE) _cle: string | null,
  ): Refus {
    return refus("NON_DISPONIBLE");
  }
}
