export interface Engagement {
  titre: string;
  libelles: string[];
}
/** ContratEngagement: `A_SIGNER` with a `dateSignature` was signed before, with a `dateRefus` was refused before. */
export interface ContratSimule {
  etat: "SIGNE" | "REFUSE" | "A_SIGNER" | "EN_ATTENTE_SIGNATURE" | "SUSPENDU";
  dateSignature?: string;
  dateRefus?: string;
  dateSuspension?: string;
  organisme: string;
  engagements: { engagementsUsager: Engagement[]; engagementsConseiller: Engagement[] };
}
