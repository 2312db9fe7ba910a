// Numbers said aloud, and a tone where the telephone has no voice. Heard with the eyes shut, or from the floor.

export class Sound {
  isOn = true;
  #context = null;

  constructor(language) {
    this.language = language;
  }

  say(text) {
    if (!this.isOn) return;
    const voices = window.speechSynthesis ? speechSynthesis.getVoices() : [];
    // A voice on the telephone itself: what is said is sent nowhere.
    const voice = voices.find((each) => each.localService && each.lang.startsWith(this.language));
    if (!voice) return this.beep();
    const spoken = new SpeechSynthesisUtterance(String(text));
    Object.assign(spoken, { voice, lang: voice.lang });
    speechSynthesis.cancel();
    speechSynthesis.speak(spoken);
  }

  beep(isLong = false) {
    if (!this.isOn || !window.AudioContext) return;
    this.#context ??= new AudioContext();
    const tone = this.#context.createOscillator();
    const volume = this.#context.createGain();
    const now = this.#context.currentTime;
    const seconds = isLong ? 0.6 : 0.12;
    tone.frequency.value = isLong ? 660 : 880;
    volume.gain.setValueAtTime(0.2, now);
    volume.gain.linearRampToValueAtTime(0, now + seconds);
    tone.connect(volume).connect(this.#context.destination);
    tone.start(now);
    tone.stop(now + seconds);
  }
}
