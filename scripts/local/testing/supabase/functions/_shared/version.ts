export const answerVersion = 'one';
