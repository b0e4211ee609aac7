const DRISS = "HUB;00000000-0000-4000-8000-000000000004";
/** A deposit in CSV, with three records that the rules refuse. */
export const DEPOT: Record<string, string[]> = {
  "referents.csv": [
    "version;cle;collecteLe;organisme;code;nom;prenom;fonction",
    "1;R3;2026-01-15;REMOB-1;REF-3;Nguyen;Linh;",
    "1;R9;2026-01-15;INCONNU;REF-9;Personne;;",
  ],
  "identifiants.csv": ["version;cle;collecteLe;personneType;personneValeur;valeur", `1;I4;2026-01-15;${DRISS};or-0004`],
  "contrats.csv": [
    "version;cle;collecteLe;personneType;personneValeur;dateSignature;dureeMois;heuresHebdomadaires;exempte",
    '1;C4;2026-02-02T10:00:00+01:00;IDENTIFIANT_DEPARTEMENT;OR-0004;2026-02-02;6;"17,5";non',
    "1;C5;2026-02-02;IDENTIFIANT_DEPARTEMENT;OR-9999;2026-02-02;6;15;",
  ],
  "orientations.csv": [
    "version;cle;collecteLe;personneType;personneValeur;organisme;referent;parcours;decideeLe;motif",
    `1;O4;2026-01-21;IDENTIFIANT_DEPARTEMENT;OR-0004;REMOB-1;REF-3;REMOBILISATION_EMPLOI;2026-01-20;"freins sociaux ; à lever d’abord"`,
    "1;O1;2026-01-21;HUB;00000000-0000-4000-8000-000000000001;REMOB-1;;REMOBILISATION_EMPLOI;2026-01-20;déjà orientée",
  ],
  "affectations.csv": [
    "version;cle;collecteLe;personneType;personneValeur;organisme;referent;role;du;au",
    "1;A4;2026-01-25;IDENTIFIANT_DEPARTEMENT;OR-0004;REMOB-1;REF-2;CO_REFERENT;2026-01-25;",
  ],
  "diagnostics.csv": [
    "version,cle,collecteLe,personneType,personneValeur,etabliLe,contraintes,metiersRecherches,procheAidant",
    "1,D4,2026-01-28,IDENTIFIANT_DEPARTEMENT,OR-0004,2026-01-28,LOGEMENT:FORT:prioritaire|SANTE:MOYEN,maçon|couvreur,oui",
  ],
  "coordonnees.csv": [
    "version;cle;collecteLe;personneType;personneValeur;telephone;courriel",
    "1;K4;2026-01-28;IDENTIFIANT_DEPARTEMENT;OR-0004;06 12 34 56 78;",
  ],
  "sorties.csv": [
    "version;cle;collecteLe;personneType;personneValeur;personneRole;nature;date",
    "1;S2;2026-02-10;NUMERO_DEMANDE_RSA;94000000001;CJT;EMPLOI_DURABLE;2026-02-09",
  ],
};
