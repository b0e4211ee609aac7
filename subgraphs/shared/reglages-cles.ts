import { isIP } from "node:net";
import { z } from "zod";

/** Tokens, TLS and the certificates of clients: docs/cles.md. */
export interface ReglagesDesCles {
  /** How tokens are verified: clock tolerance, oldest token, and delay within which a removed key stops being valid; seconds. */
  jetons: { toleranceSecondes: number; ageMaximumSecondes: number; clesSecondes: number };
  /** Files of the gateway's own TLS. */
  tls?: { certificat: string; cle: string; autorites?: string };
  /** Addresses and ranges of the proxies that tell of clients' certificates (RFC 9440). */
  proxysDeConfiance: string[];
}

const secondesEntre = (min: number, max: number) => {
  const error = `doit être un nombre de secondes, de ${min} à ${max}`;
  return z.coerce.number({ error }).int(error).min(min, error).max(max, error);
};

/** The elements of a list separated by commas. */
export const liste = (texte: string): string[] =>
  texte
    .split(",")
    .map((element) => element.trim())
    .filter(Boolean);

function estUnePlage(texte: string): boolean {
  const [adresse, longueur, ...reste] = texte.split("/");
  const bits = { 0: -1, 4: 32, 6: 128 }[isIP(adresse!)]!;
  return reste.length === 0 && bits > 0 && (longueur === undefined || (/^\d{1,3}$/.test(longueur) && Number(longueur) <= bits));
}

export const VARIABLES_DES_CLES = {
  OIDC_TOLERANCE_SECONDES: secondesEntre(0, 300).default(30),
  OIDC_AGE_MAX_SECONDES: secondesEntre(60, 604_800).default(86_400),
  OIDC_CLES_SECONDES: secondesEntre(10, 3_600).default(300),
  TLS_CERTIFICAT: z.string().optional(),
  TLS_CLE: z.string().optional(),
  TLS_AUTORITES: z.string().optional(),
  PROXYS_DE_CONFIANCE: z
    .string()
    .refine((texte) => liste(texte).every(estUnePlage), "doit être une liste d’adresses ou de plages : 10.0.0.4,10.1.0.0/16")
    .default(""),
};

type Lues = z.infer<z.ZodObject<typeof VARIABLES_DES_CLES>>;

export const reglagesDesCles = (e: Lues): ReglagesDesCles => ({
  jetons: {
    toleranceSecondes: e.OIDC_TOLERANCE_SECONDES,
    ageMaximumSecondes: e.OIDC_AGE_MAX_SECONDES,
    clesSecondes: e.OIDC_CLES_SECONDES,
  },
  tls: e.TLS_CERTIFICAT && e.TLS_CLE ? { certificat: e.TLS_CERTIFICAT, cle: e.TLS_CLE, autorites: e.TLS_AUTORITES } : undefined,
  proxysDeConfiance: liste(e.PROXYS_DE_CONFIANCE),
});
