import { z } from "zod";

/** Values that settings take, with what is told when they are wrong. */
export const optionalUrl = z.url({ error: "doit être une adresse (http://hote:port)" }).optional();

/** One address, or several of copies of the same part. */
export const optionalUrls = z
  .string()
  .refine(
    (text) => text.split(",").every((one) => URL.canParse(one.trim())),
    "doit être une adresse (http://hote:port), ou plusieurs séparées de virgules",
  )
  .optional();

/** @param quoi « un nombre de jours ». */
export const entierEntre = (quoi: string, min: number, max: number) => {
  const error = `doit être ${quoi}, de ${min} à ${max}`;
  return z.coerce.number({ error }).int(error).min(min, error).max(max, error);
};

export const joursEntre = (min: number, max: number) => entierEntre("un nombre de jours", min, max);

/** One secret, or two while it changes: `nouveau,ancien`. */
export const unOuDeuxSecrets = z.string().refine((texte) => {
  const secrets = texte.split(",").map((secret) => secret.trim());
  return secrets.length <= 2 && secrets.every((secret) => secret.length >= 8);
}, "doit compter au moins 8 caractères ; deux secrets s’écrivent nouveau,ancien");

export const secondesEntre = (min: number, max: number) => entierEntre("un nombre de secondes", min, max);
